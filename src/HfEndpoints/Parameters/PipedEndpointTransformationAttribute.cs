using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace HfEndpoints.Parameters;

/// <summary>
/// Marks texts that may come down the pipeline of a cmdlet that takes endpoints from there too. PowerShell binds an
/// endpoint to both, as a text by its name; this remembers of such a text that it is none.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PipedEndpointTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly ConditionalWeakTable<string, HfInferenceEndpoint> s_endpoints = [];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not HfInferenceEndpoint endpoint)
        {
            return inputData;
        }

        // A text of its own, for others may be equal.
        var name = new string(endpoint.Name.AsSpan());
        s_endpoints.Add(name, endpoint);
        return name;
    }

    /// <summary>The endpoint that a text was made of; null where it is a text.</summary>
    internal static HfInferenceEndpoint? Find(IReadOnlyList<string> texts) =>
        texts is [{ } text] && s_endpoints.TryGetValue(text, out HfInferenceEndpoint? endpoint) ? endpoint : null;
}
