using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace HfEndpoints.Commands;

/// <summary>
/// Marks a text parameter of a cmdlet that also accepts endpoints from the pipeline. PowerShell binds an endpoint to
/// both, to the text by its name; this remembers that such a text is an endpoint.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PipedEndpointTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly ConditionalWeakTable<string, HfEndpointReference> s_endpoints = [];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (Read(inputData) is not { } endpoint)
        {
            return inputData;
        }

        // A new string, because others may be equal.
        var name = new string(endpoint.Name.AsSpan());
        s_endpoints.Add(name, endpoint);
        return name;
    }

    // Jobs and files return copies, which have an endpoint's name and namespace.
    private static HfEndpointReference? Read(object? value) => value switch
    {
        HfInferenceEndpoint endpoint => new HfEndpointReference(endpoint),
        PSObject { BaseObject: HfInferenceEndpoint endpoint } => new HfEndpointReference(endpoint),
        PSObject { BaseObject: PSCustomObject } copy when new EndpointRow(copy).IsCertain => new HfEndpointReference(copy),
        _ => null,
    };

    /// <summary>The endpoint that a text was made from; null if it is really a text.</summary>
    internal static HfEndpointReference? Find(IReadOnlyList<string> texts) =>
        texts is [{ } text] && s_endpoints.TryGetValue(text, out HfEndpointReference? endpoint) ? endpoint : null;
}
