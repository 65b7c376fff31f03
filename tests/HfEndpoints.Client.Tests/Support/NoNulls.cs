using System.Collections;
using System.Reflection;

namespace HfEndpoints.Client.Tests;

/// <summary>Finds nulls where a type says that there are none, in whatever a result holds.</summary>
internal static class NoNulls
{
    // One must not be used by two threads at once.
    private static readonly ThreadLocal<NullabilityInfoContext> s_context = new(() => new NullabilityInfoContext());

    public static void Check(object? value, string path = "result")
    {
        switch (value)
        {
            case null:
                throw new InvalidOperationException($"{path} is null.");
            case string or IDictionary:
                break;
            case IEnumerable items:
                foreach (object? item in items)
                {
                    Check(item, $"{path}[]");
                }

                break;
            default:
                CheckMembers(value, path);
                break;
        }
    }

    private static void CheckMembers(object value, string path)
    {
        if (value.GetType().Namespace?.StartsWith("HfEndpoints", StringComparison.Ordinal) != true)
        {
            return;
        }

        foreach (PropertyInfo property in value.GetType().GetProperties().Where(one => one.GetIndexParameters().Length == 0))
        {
            object? member = property.GetValue(value);
            if (property.PropertyType == typeof(object))
            {
                // What the server said, passed on as it is.
                continue;
            }

            if (member is not null || s_context.Value!.Create(property).ReadState == NullabilityState.NotNull)
            {
                Check(member, $"{path}.{property.Name}");
            }
        }
    }
}
