namespace HfEndpoints.Client.Inference;

/// <summary>Where a keyword of a task stands in the request.</summary>
public enum KeywordPlace
{
    /// <summary>In <c>parameters</c>.</summary>
    Parameters,

    /// <summary>It is <c>inputs</c>.</summary>
    Inputs,

    /// <summary>In <c>inputs</c>, which is an object.</summary>
    InputsMember,

    /// <summary>Beside <c>inputs</c>.</summary>
    Root,

    /// <summary>Its members are in <c>parameters</c>, beside the others.</summary>
    MergedParameters,
}
