using System.Management.Automation.Host;

namespace HfEndpoints.Commands;

/// <summary>
/// The console of a person at a prompt: keys and cells. While it is in use, Ctrl+C is a key like the others, because it would end the
/// whole command. On the pipeline thread only.
/// </summary>
internal sealed class PromptConsole : IDisposable
{
    private const ReadKeyOptions Options = ReadKeyOptions.NoEcho | ReadKeyOptions.IncludeKeyDown | ReadKeyOptions.AllowCtrlC;
    private const char Escape = '\e';

    private readonly PSHostRawUserInterface _keys;
    private readonly PSHostUserInterface _ui;
    private readonly bool? _before;

    private PromptConsole(PSHostUserInterface ui)
    {
        _ui = ui;
        _keys = ui.RawUI;
        try
        {
            _before = Console.TreatControlCAsInput;
            Console.TreatControlCAsInput = true;
        }
        catch (IOException)
        {
            // The host has its keys from elsewhere.
        }
    }

    /// <summary>Opens the console.</summary>
    /// <exception cref="HfException">Nobody is there to type.</exception>
    public static PromptConsole Open(PSCmdlet cmdlet) => CanType(cmdlet.Host)
        ? new PromptConsole(cmdlet.Host.UI)
        : throw new HfException(
            HfErrorKind.InvalidRequest,
            "This command is a conversation with a person at a prompt, and this session has none: its input or output is redirected, "
            + "or it is a job, a remote session or -NonInteractive. In scripts use Invoke-HfChatCompletion.");

    /// <summary>How many characters a line has.</summary>
    public int Width => Math.Max(2, _keys.WindowSize.Width);

    /// <summary>Whether a key is waiting to be read.</summary>
    public bool HasKey => _keys.KeyAvailable;

    /// <summary>Waits for a key.</summary>
    public KeyInfo ReadKey() => _keys.ReadKey(Options);

    /// <summary>Whether a key is Ctrl and this letter.</summary>
    public static bool IsCtrl(KeyInfo key, char letter) => key.Character == letter - 'a' + 1
        || ((key.ControlKeyState & (ControlKeyStates.LeftCtrlPressed | ControlKeyStates.RightCtrlPressed)) != 0
            && key.VirtualKeyCode == char.ToUpperInvariant(letter));

    /// <summary>Whether Ctrl+C was pressed meanwhile. Other keys that were are dropped.</summary>
    public bool WasInterrupted()
    {
        while (HasKey)
        {
            if (IsCtrl(ReadKey(), 'c'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many cells a character takes.</summary>
    public int CellsOf(char character) => _keys.LengthInBufferCells(character);

    public void Write(string text) => _ui.Write(text);

    public void WriteLine(string text = "") => _ui.WriteLine(text);

    /// <summary>Moves the cursor to the start of a line above, and clears from there.</summary>
    public void ClearFrom(int linesAbove) => _ui.Write($"\r{Up(linesAbove)}{Escape}[J");

    /// <summary>Moves the cursor to a line above, and a column of it.</summary>
    public void MoveTo(int linesAbove, int column) => _ui.Write($"\r{Up(linesAbove)}{Code(column, 'C')}");

    public void Dispose()
    {
        if (_before is { } before)
        {
            Console.TreatControlCAsInput = before;
        }
    }

    private static string Up(int lines) => Code(lines, 'A');

    private static string Code(int count, char code) =>
        count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Escape}[{count}{code}");

    private static bool CanType(PSHost host)
    {
        if (host.Name == "ConsoleHost" && (Console.IsInputRedirected || IsNonInteractive || !PromptOutput.IsHostsOwn(host)))
        {
            return false;
        }

        try
        {
            _ = host.UI?.RawUI?.KeyAvailable;
            return host.UI?.RawUI is { WindowSize.Width: > 0 };
        }
        catch (Exception exception)
            when (exception is RuntimeException or NotImplementedException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    private static bool IsNonInteractive =>
        Environment.GetCommandLineArgs().Any(argument => argument.StartsWith("-noni", StringComparison.OrdinalIgnoreCase));
}
