using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>
/// Runs a script block for an object as ForEach-Object does, in the caller's scope and with its output going down the
/// pipeline as it comes; the object is <c>$_</c> and <c>$args[0]</c>.
/// </summary>
internal static class ScriptRun
{
    // A steppable pipeline links the script to the cmdlet's own output, errors and stop; its one command may take its
    // arguments by a parameter only, and ForEach-Object none for the script.
    private const string Pipeline = @"param($process) Microsoft.PowerShell.Core\ForEach-Object -Process $process";

    public static void Invoke(PSCmdlet cmdlet, ScriptBlock script, object item)
    {
        if (cmdlet.SessionState.LanguageMode != PSLanguageMode.FullLanguage)
        {
            InvokeConstrained(cmdlet, script, item);
            return;
        }

        // A private variable of the caller's scope hands the script over. Its name is nobody else's.
        var variable = new PSVariable($"HfScript{Guid.NewGuid():N}", script, ScopedItemOptions.Private);
        ScriptBlock pipeline = cmdlet.InvokeCommand.NewScriptBlock(Pipeline);
        ScriptBlock process = cmdlet.InvokeCommand.NewScriptBlock(
            $@"Microsoft.PowerShell.Core\Invoke-Command -NoNewScope -ScriptBlock ${variable.Name} -ArgumentList (, $_)");
        cmdlet.SessionState.PSVariable.Set(variable);
        try
        {
            using SteppablePipeline steps = pipeline.GetSteppablePipeline(CommandOrigin.Internal, [process]);
            steps.Begin(true, (EngineIntrinsics)cmdlet.GetVariableValue("ExecutionContext"));
            steps.Process(item);
            steps.End();
        }
        finally
        {
            cmdlet.SessionState.PSVariable.Remove(variable);
        }
    }

    // Where scripts may do little, such a pipeline runs nothing and says nothing. So the script is run by itself: its output
    // comes at its end.
    private static void InvokeConstrained(PSCmdlet cmdlet, ScriptBlock script, object item)
    {
        object? before = cmdlet.SessionState.PSVariable.GetValue("_");
        cmdlet.SessionState.PSVariable.Set("_", item);
        try
        {
            foreach (PSObject output in cmdlet.InvokeCommand.InvokeScript(false, script, null, item))
            {
                cmdlet.WriteObject(output);
            }
        }
        finally
        {
            cmdlet.SessionState.PSVariable.Set("_", before);
        }
    }
}
