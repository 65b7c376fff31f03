using System.Reflection;

namespace HfEndpoints.Commands;

/// <summary>
/// Takes the settings of a change from the other columns of the row that names the endpoint, as New-HfInferenceEndpoint does by its
/// parameters. Here they can't bind to properties of the input, or an endpoint from the pipeline would set everything it has.
/// </summary>
internal sealed class RowSettings(EndpointSettingsCmdlet cmdlet)
{
    private static readonly (PropertyInfo Property, string[] Names)[] s_settings =
    [
        .. from property in typeof(EndpointSettingsCmdlet).GetProperties()
           let setting = EndpointSetting.Find(property.Name)
           where setting is not null
           select (property, setting.Aliases.Prepend(property.Name).ToArray()),
    ];

    /// <summary>Runs something with the settings of a row as if they were typed. Those that are typed stay.</summary>
    /// <exception cref="HfException">A value is not valid.</exception>
    public T With<T>(object? row, Func<T> read)
    {
        Dictionary<string, object> bound = cmdlet.MyInvocation.BoundParameters;
        (PropertyInfo Property, object Value)[] added =
            row is null ? [] : [.. Read(row).Where(one => !bound.ContainsKey(one.Property.Name))];
        try
        {
            foreach ((PropertyInfo property, object value) in added)
            {
                property.SetValue(cmdlet, value);
                bound[property.Name] = value;
            }

            return read();
        }
        finally
        {
            foreach ((PropertyInfo property, _) in added)
            {
                property.SetValue(cmdlet, null);
                bound.Remove(property.Name);
            }
        }
    }

    private static IEnumerable<(PropertyInfo Property, object Value)> Read(object row)
    {
        foreach ((PropertyInfo property, string[] names) in s_settings)
        {
            object? given = names.Select(name => EndpointRow.ValueOf(row, name)).FirstOrDefault(value => value is not (null or ""));
            if (given is not null)
            {
                yield return (property, Convert(property, given));
            }
        }
    }

    private static object Convert(PropertyInfo property, object given)
    {
        try
        {
            object value = property.GetCustomAttributes<ArgumentTransformationAttribute>()
                .Aggregate(given, (before, attribute) => attribute.Transform(null, before) ?? before);
            return property.PropertyType == typeof(SwitchParameter)
                ? new SwitchParameter(value is string word ? bool.Parse(word) : LanguagePrimitives.IsTrue(value))
                : LanguagePrimitives.ConvertTo(value, property.PropertyType, CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is PSInvalidCastException or FormatException or ArgumentTransformationMetadataException)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest, $"The row's {property.Name} is '{given}', which can't be used: {exception.Message}", exception);
        }
    }
}
