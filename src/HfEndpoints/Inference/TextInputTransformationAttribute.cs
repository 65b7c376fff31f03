namespace HfEndpoints.Commands;

/// <summary>
/// Takes what is given where texts are expected. PowerShell would take the path of a file and the type name of a table for
/// the text; here a table is refused, and a file stands for its content, which <see cref="TextInputReader"/> reads when its turn
/// comes. An object without such a text is refused there too, so that it costs its own item alone. PowerShell binds an endpoint
/// that is piped in to the text too, by its name; such a text stands for the endpoint.
/// </summary>
/// <param name="properties">The parameter's name and aliases: an object with such a property is bound by it.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextInputTransformationAttribute(params string[] properties) : ArgumentTransformationAttribute
{
    /// <summary>The parameter's name and aliases.</summary>
    public IReadOnlyList<string> Properties { get; } = properties;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (FindEndpoint(inputData) is { } endpoint)
        {
            return TextInput.StandIn(endpoint.Name, endpoint);
        }

        return (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not byte[] and IList list
            ? list.Cast<object?>().Select(Take).ToArray()
            : Take(inputData);
    }

    // Jobs and files return copies, which have an endpoint's name and namespace.
    private static HfEndpointReference? FindEndpoint(object? value) => value switch
    {
        HfInferenceEndpoint endpoint => new HfEndpointReference(endpoint),
        PSObject { BaseObject: HfInferenceEndpoint endpoint } => new HfEndpointReference(endpoint),
        PSObject { BaseObject: PSCustomObject } copy when new EndpointRow(copy).IsCertain => new HfEndpointReference(copy),
        _ => null,
    };

    private object? Take(object? item)
    {
        object? value = item is PSObject { BaseObject: not PSCustomObject and var inner } ? inner : item;
        return value switch
        {
            FileSystemInfo file => TextInput.StandIn(file.FullName, file),
            IDictionary or byte[] => throw new ArgumentTransformationMetadataException(
                $"{value.GetType().Name} is not a text. Use strings or text files; give the messages of a conversation with -Message."),
            PSObject copy when copy.TypeNames.Contains($"Deserialized.{typeof(FileInfo).FullName}")
                && copy.Properties[nameof(FileInfo.FullName)]?.Value is string path => TextInput.StandIn(path, new FileInfo(path)),
            PSObject row when !Properties.Any(name => row.Properties[name] is not null) => TextInput.StandIn($"{row}", row),
            _ => item,
        };
    }
}
