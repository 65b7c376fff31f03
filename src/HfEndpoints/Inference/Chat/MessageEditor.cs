using System.Management.Automation.Host;
using System.Text;

namespace HfEndpoints.Commands;

/// <summary>
/// Reads the messages of a conversation from a console, with editing and a history. A message is one line, or several between lines with
/// three quotation marks, or several that are pasted at once.
/// </summary>
internal sealed class MessageEditor(PromptConsole console)
{
    private const string Prompt = ">>> ";
    private const string Continuation = "... ";
    private const string Quotes = "\"\"\"";

    private readonly List<string> _history = [];
    private readonly StringBuilder _text = new();
    private int _cursor;
    private int _line;
    private int _recalled;

    /// <summary>Reads a message.</summary>
    /// <returns>The message; empty if it was given up with Ctrl+C; null at the end, which is Ctrl+D.</returns>
    public string? Read()
    {
        _recalled = _history.Count;
        // Nothing of the last message is to be cleared, for its answer is below it.
        _line = 0;
        Replace("");
        while (true)
        {
            KeyInfo key = console.ReadKey();
            if (key.Character == '\r' || key.Character == '\n')
            {
                // What follows at once was pasted.
                if (!console.HasKey && !IsOpen)
                {
                    return Accept();
                }

                Insert('\n');
            }
            else if (PromptConsole.IsCtrl(key, 'c'))
            {
                Leave();
                return "";
            }
            else if (PromptConsole.IsCtrl(key, 'd') && _text.Length == 0)
            {
                Leave();
                return null;
            }
            else
            {
                Edit(key);
            }
        }
    }

    private bool IsOpen => _text.ToString() is var text && text.StartsWith(Quotes, StringComparison.Ordinal)
        && !(text.Length >= 2 * Quotes.Length && text.EndsWith(Quotes, StringComparison.Ordinal));

    private string Accept()
    {
        Leave();
        string text = _text.ToString();
        if (text.Trim().Length > 0 && (_history.Count == 0 || _history[^1] != text))
        {
            _history.Add(text);
        }

        text = text.StartsWith(Quotes, StringComparison.Ordinal) ? text[Quotes.Length..^Quotes.Length] : text;
        return text.Trim();
    }

    // The cursor goes below the message.
    private void Leave()
    {
        if (_cursor < _text.Length)
        {
            Move(_text.Length);
        }

        console.WriteLine();
    }

    private void Edit(KeyInfo key)
    {
        switch ((ConsoleKey)key.VirtualKeyCode)
        {
            case ConsoleKey.Backspace:
                Remove(_cursor - 1);
                break;
            case ConsoleKey.Delete:
                Remove(_cursor);
                break;
            case ConsoleKey.LeftArrow:
                Move(_cursor - 1);
                break;
            case ConsoleKey.RightArrow:
                Move(_cursor + 1);
                break;
            case ConsoleKey.Home:
                Move(0);
                break;
            case ConsoleKey.End:
                Move(_text.Length);
                break;
            case ConsoleKey.UpArrow:
                Recall(_recalled - 1);
                break;
            case ConsoleKey.DownArrow:
                Recall(_recalled + 1);
                break;
            default:
                EditByLetter(key);
                break;
        }
    }

    private void EditByLetter(KeyInfo key)
    {
        if (PromptConsole.IsCtrl(key, 'a'))
        {
            Move(0);
        }
        else if (PromptConsole.IsCtrl(key, 'e'))
        {
            Move(_text.Length);
        }
        else if (PromptConsole.IsCtrl(key, 'u'))
        {
            Replace(_text.ToString(_cursor, _text.Length - _cursor), 0);
        }
        else if (PromptConsole.IsCtrl(key, 'k'))
        {
            Replace(_text.ToString(0, _cursor));
        }
        else if (PromptConsole.IsCtrl(key, 'w'))
        {
            int start = _text.ToString(0, _cursor).TrimEnd().LastIndexOf(' ') + 1;
            Replace(_text.ToString(0, start) + _text.ToString(_cursor, _text.Length - _cursor), start);
        }
        else if (key.Character is '\b' or '\x7f')
        {
            Remove(_cursor - 1);
        }
        else if (!char.IsControl(key.Character))
        {
            Insert(key.Character);
        }
    }

    private void Insert(char character)
    {
        _text.Insert(_cursor++, character);
        if (character != '\n' && _cursor == _text.Length && PlaceOf(_cursor) is { Column: > 0 } place && place.Line == _line)
        {
            // As people type most of the time.
            console.Write(character.ToString());
            return;
        }

        Show();
    }

    private void Remove(int position)
    {
        if (position >= 0 && position < _text.Length)
        {
            _text.Remove(position, 1);
            Move(position);
        }
    }

    private void Move(int cursor)
    {
        _cursor = Math.Clamp(cursor, 0, _text.Length);
        Show();
    }

    private void Recall(int number)
    {
        if (number >= 0 && number <= _history.Count)
        {
            _recalled = number;
            Replace(number == _history.Count ? "" : _history[number]);
        }
    }

    private void Replace(string text, int? cursor = null)
    {
        _text.Clear().Append(text);
        Move(cursor ?? text.Length);
    }

    // Everything anew, because what follows the cursor may wrap.
    private void Show()
    {
        console.ClearFrom(_line);
        console.Write(Prompt + _text.ToString().Replace("\n", "\r\n" + Continuation, StringComparison.Ordinal));
        (int lastLine, int lastColumn) = PlaceOf(_text.Length);
        if (lastColumn == 0)
        {
            // A full line wraps only with the next character.
            console.Write(" \r");
        }

        (_line, int column) = PlaceOf(_cursor);
        console.MoveTo(lastLine - _line, column);
    }

    // The line and the column of a position, which the width of the console gives.
    private (int Line, int Column) PlaceOf(int position)
    {
        int width = console.Width;
        int line = 0;
        int column = Prompt.Length;
        for (int i = 0; i < position; i++)
        {
            if (_text[i] == '\n')
            {
                (line, column) = (line + 1, Continuation.Length);
                continue;
            }

            column += console.CellsOf(_text[i]);
            if (column >= width)
            {
                (line, column) = (line + 1, column - width);
            }
        }

        return (line, column);
    }
}
