using System.Reflection;

namespace HfEndpoints.Client.Tests;

public sealed class PublicSurfaceTests
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Instance | BindingFlags.Static;

    public static TheoryData<Type> Assemblies => [typeof(HfClient), typeof(HfException)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void NoPublicMemberHasATypeOfTheJsonLibrary(Type one)
    {
        IEnumerable<string> found =
            from type in one.Assembly.GetExportedTypes()
            from used in TypesOf(type)
            from part in PartsOf(used.Type)
            where part.Namespace?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true
            select $"{type.Name}.{used.Member}: {part.Name}";

        Assert.Empty(found);
    }

    private static IEnumerable<(string Member, Type Type)> TypesOf(Type type) =>
    [
        .. type.GetInterfaces().Append(type.BaseType).OfType<Type>().Select(own => ("", own)),
        .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
            .Select(field => (field.Name, field.FieldType)),

        // Accessors of properties and events are methods.
        .. type.GetMethods(Declared).Where(IsSeen).Select(method => (method.Name, method.ReturnType)),
        .. type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)).Where(IsSeen)
            .SelectMany(method => method.GetParameters().Select(parameter => (method.Name, parameter.ParameterType))),
    ];

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> PartsOf(Type type) =>
        type.HasElementType ? PartsOf(type.GetElementType()!) : type.GetGenericArguments().SelectMany(PartsOf).Append(type);
}
