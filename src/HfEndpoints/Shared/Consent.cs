namespace HfEndpoints.Commands;

/// <summary>Decides whether a cmdlet with -Force acts, from -Force, -WhatIf and -Confirm.</summary>
internal sealed class Consent(PSCmdlet cmdlet, bool force)
{
    // -Force must not override -WhatIf.
    private readonly bool _isSure = force && !Asking.IsWhatIf(cmdlet) && !cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm");

    /// <summary>Asks, unless -Force is given. A verbose message then describes the action.</summary>
    public async Task<bool> IsGivenAsync(CmdletOutput output, string description, string action)
    {
        if (!_isSure)
        {
            return await output.ShouldProcessAsync(description, action).ConfigureAwait(false);
        }

        output.Verbose($"{description}: {action}.");
        return true;
    }
}
