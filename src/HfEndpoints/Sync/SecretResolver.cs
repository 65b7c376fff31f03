using System.Collections.ObjectModel;
using System.Net;
using System.Security;

namespace HfEndpoints.Commands;

/// <summary>Resolves the secrets that a file refers to, each once. On the pipeline thread only, because a vault may ask the user.</summary>
internal sealed class SecretResolver
{
    private readonly PSCmdlet _cmdlet;
    private readonly Dictionary<SecretReference, string> _found = [];
    private readonly Dictionary<SecretReference, string> _missing = [];

    public SecretResolver(PSCmdlet cmdlet) => _cmdlet = cmdlet;

    /// <summary>The secrets that were found, by their references.</summary>
    public IReadOnlyDictionary<SecretReference, string> Found => _found;

    /// <summary>Resolves all secrets of a plan.</summary>
    /// <exception cref="HfException">Some secrets are not available. The message names each.</exception>
    public void Resolve(EndpointPlan plan)
    {
        string[] problems = [.. plan.Secrets.Distinct().Select(Problem).OfType<string>()];
        if (problems.Length > 0)
        {
            throw new HfException(
                HfErrorKind.SecretNotFound,
                $"Endpoint '{plan.Name}' is not changed, because a secret is missing: {string.Join(" ", problems)}");
        }
    }

    private string? Problem(SecretReference reference)
    {
        if (_found.ContainsKey(reference))
        {
            return null;
        }

        if (!_missing.TryGetValue(reference, out string? problem))
        {
            problem = reference.IsEnvironment ? ReadVariable(reference) : ReadVault(reference);
            if (problem is not null)
            {
                _missing[reference] = problem;
            }
        }

        return problem;
    }

    private string? ReadVariable(SecretReference reference)
    {
        if (Environment.GetEnvironmentVariable(reference.Name) is not { Length: > 0 } value)
        {
            return $"The environment variable '{reference.Name}' is not set.";
        }

        _found[reference] = value;
        return null;
    }

    private string? ReadVault(SecretReference reference)
    {
        if (_cmdlet.InvokeCommand.GetCommand("Get-Secret", CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Alias)
            is not { } command)
        {
            return $"'{reference}' requires Get-Secret from the Microsoft.PowerShell.SecretManagement module, which is not installed.";
        }

        try
        {
            // In the user's own scope and session, where vaults are registered and unlocked.
            Collection<PSObject> answer = _cmdlet.InvokeCommand.InvokeScript(
                "param($command, $name, $vault) & $command -Name $name @vault -ErrorAction Stop",
                false,
                System.Management.Automation.Runspaces.PipelineResultTypes.None,
                null,
                command,
                reference.Name,
                reference.Vault is null
                    ? new System.Collections.Hashtable()
                    : new System.Collections.Hashtable { ["Vault"] = reference.Vault });
            if (answer.Count == 1 && Text(answer[0]?.BaseObject) is { } value)
            {
                _found[reference] = value;
                return null;
            }

            return answer.Count == 0
                ? $"Get-Secret returned nothing for '{reference}'."
                : $"Get-Secret did not return text for '{reference}'. Use a secret of type String or SecureString.";
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            return $"Get-Secret failed for '{reference}': {exception.Message}";
        }
    }

    private static string? Text(object? secret) => secret switch
    {
        string text => text,
        SecureString secure => new NetworkCredential("", secure).Password,
        _ => null,
    };
}
