namespace HfEndpoints.Commands;

/// <summary>Predicts what ShouldProcess will do. On the pipeline thread only.</summary>
internal static class Asking
{
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
