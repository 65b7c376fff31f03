using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace HfEndpoints.Commands;

/// <summary>
/// Marks texts that may come down the pipeline of a cmdlet that takes endpoints from there too. PowerShell binds an
/// endpoint to both, as a text by its name; this remembers of such a text that it is none.
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

        // A text of its own, for others may be equal.
        var name = new string(endpoint.Name.AsSpan());
        s_endpoints.Add(name, endpoint);
        return name;
    }

    // Jobs and files give copies, which have an endpoint's name and namespace.
    private static HfEndpointReference? Read(object? value) => value switch
    {
        HfInferenceEndpoint endpoint => new HfEndpointReference(endpoint),
        PSObject { BaseObject: HfInferenceEndpoint endpoint } => new HfEndpointReference(endpoint),
        PSObject { BaseObject: PSCustomObject } copy when new EndpointRow(copy).IsCertain => new HfEndpointReference(copy),
        _ => null,
    };

    /// <summary>The endpoint that a text was made of; null if it is a text.</summary>
    internal static HfEndpointReference? Find(IReadOnlyList<string> texts) =>
        texts is [{ } text] && s_endpoints.TryGetValue(text, out HfEndpointReference? endpoint) ? endpoint : null;
}
