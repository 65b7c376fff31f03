using System.Text;

namespace HfEndpoints.Client.Batches.Input;

/// <summary>Reads comma-separated values as RFC 4180 has them: quoted fields may hold commas, quotes and line ends.</summary>
internal sealed class CsvReader(TextReader reader)
{
    private readonly StringBuilder _field = new();
    private readonly char[] _buffer = new char[16 * 1024];
    private int _position;
    private int _length;
    private long _line = 1;

    /// <summary>The line on which the record last read begins; the first is 1.</summary>
    public long Line { get; private set; }

    /// <summary>Whether a quote of the record last read is not closed before the file ends.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Reads a record; null at the end. A blank line is a record of one empty field.</summary>
    public async ValueTask<List<string>?> ReadAsync(CancellationToken cancellationToken)
    {
        Line = _line;
        var fields = new List<string>();
        bool isQuoted = false;
        bool isBegun = false;
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } c)
        {
            isBegun = true;
            _line += c == '\n' ? 1 : 0;
            if (isQuoted)
            {
                isQuoted = c != '"' || await SkipAsync('"', cancellationToken).ConfigureAwait(false);
                if (isQuoted)
                {
                    _field.Append(c);
                }
            }
            else if (c == '"' && _field.Length == 0)
            {
                isQuoted = true;
            }
            else if (c == ',')
            {
                fields.Add(Take());
            }
            else if (c == '\n')
            {
                fields.Add(Take());
                return fields;
            }
            else if (c != '\r')
            {
                _field.Append(c);
            }
        }

        IsBroken = isQuoted;
        if (!isBegun)
        {
            return null;
        }

        fields.Add(Take());
        return fields;
    }

    private string Take()
    {
        string text = _field.ToString();
        _field.Clear();
        return text;
    }

    private async ValueTask<bool> SkipAsync(char wanted, CancellationToken cancellationToken)
    {
        if (await FillAsync(cancellationToken).ConfigureAwait(false) && _buffer[_position] == wanted)
        {
            _position++;
            return true;
        }

        return false;
    }

    private async ValueTask<char?> NextAsync(CancellationToken cancellationToken) =>
        _position < _length || await FillAsync(cancellationToken).ConfigureAwait(false) ? _buffer[_position++] : null;

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_position < _length)
        {
            return true;
        }

        (_position, _length) = (0, await reader.ReadAsync(_buffer.AsMemory(), cancellationToken).ConfigureAwait(false));
        return _length > 0;
    }
}
