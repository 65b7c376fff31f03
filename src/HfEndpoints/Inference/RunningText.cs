using System.Management.Automation.Host;

namespace HfEndpoints.Commands;

/// <summary>
/// Shows an answer at a prompt as it arrives: its text, and in a dimmed colour what the model thinks before. On the pipeline thread only.
/// </summary>
internal sealed class RunningText
{
    private readonly PSHostUserInterface _ui;
    private readonly string _dim;
    private readonly string _normal;
    private bool _isThinking;
    private bool _isAtLineStart = true;

    public RunningText(PSCmdlet cmdlet)
    {
        _ui = cmdlet.Host.UI;
        PSObject? style = cmdlet.GetVariableValue("PSStyle") is { } value ? PSObject.AsPSObject(value) : null;
        bool isColoured = _ui.SupportsVirtualTerminal && style?.Properties["OutputRendering"]?.Value is { } rendering
            && rendering.ToString() != "PlainText";
        _dim = isColoured ? "\e[90m" : "";
        _normal = isColoured ? "\e[0m" : "";
    }

    /// <summary>Shows a piece of what the model thinks, if any, then of its text.</summary>
    public void Add(string? reasoning, string text)
    {
        if (reasoning?.Length > 0)
        {
            Write(_isThinking ? "" : _dim, reasoning, "");
            _isThinking = true;
        }

        if (text.Length > 0)
        {
            EndThinking();
            Write("", text, "");
        }
    }

    /// <summary>Shows the pieces of an answer from another thread.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="read">What the model thinks, and the text, of a piece.</param>
    /// <param name="output">The way to the pipeline thread.</param>
    public async Task FollowAsync<T>(IAsyncEnumerable<T> pieces, Func<T, (string? Reasoning, string Text)> read, CmdletOutput output)
    {
        try
        {
            await foreach (T piece in pieces.ConfigureAwait(false))
            {
                (string? reasoning, string text) = read(piece);
                await output.RunAsync(() => Add(reasoning, text)).ConfigureAwait(false);
            }
        }
        finally
        {
            // Before an error that ends it.
            await output.RunAsync(End).ConfigureAwait(false);
        }
    }

    /// <summary>Shows a line of its own, dimmed.</summary>
    public void AddLine(string text)
    {
        End();
        Write(_dim, text, _normal);
        End();
    }

    /// <summary>Ends the line that is under way.</summary>
    public void End()
    {
        EndThinking();
        if (!_isAtLineStart)
        {
            _ui.WriteLine();
            _isAtLineStart = true;
        }
    }

    private void EndThinking()
    {
        if (_isThinking)
        {
            _isThinking = false;
            _ui.Write(_normal);
            _ui.WriteLine();
            _isAtLineStart = true;
        }
    }

    private void Write(string before, string text, string after)
    {
        _ui.Write(before + Clean(text) + after);
        _isAtLineStart = text[^1] == '\n';
    }

    // What a model writes must not move the cursor or change the terminal.
    private static string Clean(string text) =>
        string.Concat(text.Where(character => character is '\n' or '\t' || !char.IsControl(character)));
}
