using System.Management.Automation.Host;

namespace HfEndpoints.Commands;

/// <summary>Predicts what ShouldProcess will do. On the pipeline thread only.</summary>
internal static class Asking
{
    /// <summary>Asks the user. Where nobody can be asked, the error says how to answer beforehand.</summary>
    public static bool Ask(PSCmdlet cmdlet, Func<bool> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception exception) when (exception is PSInvalidOperationException or HostException
            && exception is IContainsErrorRecord { ErrorRecord.ErrorDetails: null })
        {
            string answer = cmdlet.MyInvocation.MyCommand.Parameters.ContainsKey("Force") ? "-Force or -Confirm:$false" : "-Confirm:$false";
            ((IContainsErrorRecord)exception).ErrorRecord.ErrorDetails =
                new ErrorDetails($"Nobody can be asked here whether to continue. Say it beforehand, with {answer}. ({exception.Message})");
            throw;
        }
    }

    /// <summary>Whether -WhatIf is in effect.</summary>
    public static bool IsWhatIf(PSCmdlet cmdlet) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? bound)
            ? LanguagePrimitives.IsTrue(bound)
            : LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"));

    /// <summary>Whether -WhatIf or -Confirm will show the action to the user.</summary>
    public static bool IsShown(PSCmdlet cmdlet, ConfirmImpact impact = ConfirmImpact.Medium)
    {
        if (IsWhatIf(cmdlet))
        {
            return true;
        }

        if (cmdlet.MyInvocation.BoundParameters.TryGetValue("Confirm", out object? bound))
        {
            return LanguagePrimitives.IsTrue(bound);
        }

        return LanguagePrimitives.TryConvertTo(cmdlet.GetVariableValue("ConfirmPreference"), out ConfirmImpact preference)
            && preference != ConfirmImpact.None && preference <= impact;
    }
}
