using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace HfEndpoints.Commands;

/// <summary>Recognizes a command whose output nothing but the screen of a person at a prompt receives.</summary>
internal static class PromptOutput
{
    /// <summary>Whether a command was typed at a prompt, ends its pipeline, and is neither assigned nor redirected.</summary>
    /// <remarks>In a script, a function, a job or another runspace, and where the screen is a file, it is false.</remarks>
    public static bool IsSeen(PSCmdlet cmdlet)
    {
        InvocationInfo call = cmdlet.MyInvocation;
        return call.CommandOrigin == CommandOrigin.Runspace
            && call.PipelinePosition == call.PipelineLength
            && !call.BoundParameters.ContainsKey("OutVariable")
            && !call.BoundParameters.ContainsKey("PipelineVariable")
            && IsHostsOwn(cmdlet.Host)
            && IsStatement(call);
    }

    /// <summary>Whether this is the runspace that the host shows. Jobs and ForEach-Object -Parallel have the same host in others.</summary>
    internal static bool IsHostsOwn(PSHost host)
    {
        try
        {
            return !Console.IsOutputRedirected && host.Name != "ServerRemoteHost"
                && host is IHostSupportsInteractiveSession { Runspace: { } own } && own.InstanceId == Runspace.DefaultRunspace?.InstanceId;
        }
        catch (PSNotImplementedException)
        {
            return false;
        }
    }

    // The engine gives the line, and from PowerShell 7.4 on the rest of a command that has several. What precedes it is on the first.
    private static bool IsStatement(InvocationInfo call)
    {
        int start = call.OffsetInLine - 1;
        if (call.ScriptLineNumber != 1 || start < 0 || start > call.Line.Length)
        {
            return false;
        }

        string text = PSObject.AsPSObject(call).Properties["Statement"]?.Value is string { Length: > 0 } whole
            ? call.Line[..start] + whole
            : call.Line;
        return Parser.ParseInput(text, out _, out _)
            .FindAll(node => node is CommandAst && node.Extent.StartOffset == start, searchNestedScriptBlocks: false)
            .Any(node => node is CommandAst
            {
                Redirections.Count: 0,
                Parent: PipelineAst { Parent: NamedBlockAst { Parent: ScriptBlockAst { Parent: null } } },
            });
    }
}
