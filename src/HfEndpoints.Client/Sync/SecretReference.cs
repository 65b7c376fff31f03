namespace HfEndpoints.Client;

/// <summary>Where a secret is kept: an environment variable, or a vault of PowerShell's SecretManagement.</summary>
public sealed partial record SecretReference
{
    /// <summary>The allowed forms, for messages.</summary>
    public const string Forms = "'env:NAME', 'secret:NAME' or 'secret:VAULT/NAME'";

    private SecretReference()
    {
    }

    /// <summary>The name of the variable or of the secret.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is an environment variable.</summary>
    public bool IsEnvironment { get; private init; }

    /// <summary>The vault; null for an environment variable, or to search all vaults.</summary>
    public string? Vault { get; private init; }

    /// <summary>A reference to an environment variable.</summary>
    /// <param name="name">The variable's name.</param>
    /// <returns>The reference.</returns>
    public static SecretReference OfEnvironment(string name) => new() { Name = name, IsEnvironment = true };

    /// <summary>Reads a reference.</summary>
    /// <param name="text">Such as <c>env:HF_TOKEN</c> or <c>secret:Work/HF_TOKEN</c>.</param>
    /// <returns>The reference; null if the text is not one.</returns>
    public static SecretReference? TryParse(string text)
    {
        if (Pattern().Match(text) is not { Success: true } match)
        {
            return null;
        }

        return new SecretReference
        {
            Name = match.Groups["name"].Value,
            IsEnvironment = match.Groups["env"].Success,
            Vault = match.Groups["vault"] is { Success: true } vault ? vault.Value : null,
        };
    }

    /// <summary>The reference as written in a file.</summary>
    /// <returns>Such as <c>env:HF_TOKEN</c>.</returns>
    public override string ToString() => IsEnvironment ? $"env:{Name}" : Vault is null ? $"secret:{Name}" : $"secret:{Vault}/{Name}";

    [GeneratedRegex(@"^(?:(?<env>env):|secret:(?:(?<vault>[^/\r\n]+)/)?)(?<name>[^/\s][^/\r\n]*)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();
}
