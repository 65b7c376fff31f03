using System.Collections;
using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>
/// Takes what is given where texts are expected. PowerShell would take the path of a file and the type name of a table for
/// the text; here a table is refused, and a file stands for its content, which <see cref="TextInputReader"/> reads when its turn
/// comes. An object without such a text is refused there too, so that it costs its own item alone. An endpoint that is piped in
/// is kept as one.
/// </summary>
/// <param name="properties">The parameter's name and aliases: an object with such a property is bound by it.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextInputTransformationAttribute(params string[] properties) : ArgumentTransformationAttribute
{
    private static readonly PipedEndpointTransformationAttribute s_endpoints = new();

    /// <summary>The parameter's name and aliases.</summary>
    public IReadOnlyList<string> Properties { get; } = properties;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = s_endpoints.Transform(engineIntrinsics, inputData);
        return (value is PSObject wrapped ? wrapped.BaseObject : value) is not byte[] and IList list
            ? list.Cast<object?>().Select(Take).ToArray()
            : Take(value);
    }

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
