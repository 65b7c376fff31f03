namespace HfEndpoints.Commands;

/// <summary>
/// Runs a script block for an object like ForEach-Object: in the caller's scope, with streamed output. The object is
/// <c>$_</c> and <c>$args[0]</c>.
/// </summary>
internal static class ScriptRun
{
    // A steppable pipeline connects the script to the cmdlet's output, errors and stop. Its command accepts arguments
    // only by parameter, and ForEach-Object has no parameter for the script's arguments.
    private const string Pipeline = @"param($process) Microsoft.PowerShell.Core\ForEach-Object -Process $process";

    public static void Invoke(PSCmdlet cmdlet, ScriptBlock script, object item)
    {
        if (cmdlet.SessionState.LanguageMode != PSLanguageMode.FullLanguage)
        {
            InvokeConstrained(cmdlet, script, item);
            return;
        }

        // A private variable with a unique name passes the script to the caller's scope.
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

    // In ConstrainedLanguage such a pipeline silently runs nothing. So the script is run directly, and its output comes at its end.
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
