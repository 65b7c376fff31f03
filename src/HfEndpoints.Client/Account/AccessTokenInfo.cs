namespace HfEndpoints.Client;

/// <summary>The facts of an access token, without its value.</summary>
public sealed record AccessTokenInfo
{
    /// <summary>The name its owner gave it.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What it may do: <c>read</c>, <c>write</c>, <c>god</c> or <c>fineGrained</c>.</summary>
    public string? Role { get; init; }
}
