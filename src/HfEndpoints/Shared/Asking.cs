using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>Tells before ShouldProcess is called what it would do. On the pipeline thread only.</summary>
internal static class Asking
{
    /// <summary>Whether nothing is to be done, only shown.</summary>
    public static bool IsWhatIf(PSCmdlet cmdlet) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? bound)
            ? LanguagePrimitives.IsTrue(bound)
            : LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"));

    /// <summary>Whether the user will read what the cmdlet is about to do, as -WhatIf and -Confirm show it.</summary>
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

        return LanguagePrimitives.TryConvertTo(
                cmdlet.GetVariableValue("ConfirmPreference"), out ConfirmImpact preference)
            && preference != ConfirmImpact.None && preference <= impact;
    }
}
