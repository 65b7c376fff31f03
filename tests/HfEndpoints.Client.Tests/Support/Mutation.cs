using System.Text;
using System.Text.Json;

namespace HfEndpoints.Client.Tests;

/// <summary>Breaks an answer in one of the ways that answers break, chosen by a seeded generator.</summary>
internal static class Mutation
{
    private static readonly string[] s_values =
    [
        "null", "true", "\"\"", "\"x\"", "\"12\"", "-1", "0", "2.5", "1e400", "-1e400", "99999999999999999999", "9223372036854775807",
        "NaN", "-Infinity", "[]", "[null]", "[[]]", "[1]", "[{}]", "{}", """{"error":null}""", """{"x":1,"x":2}""",
        "\"\\ud83d\"", "\"a\\ude00b\"", "\"\\u0000\"", "\"9999-99-99T00:00:00Z\"", "\"0001-01-01T00:00:00+14:00\"",
        "\"file:///etc/passwd\"", "\"/relative\"", "\"http://[\"", "\"\ufeff\"",
        new string('[', 600) + new string(']', 600),
    ];

    private static readonly byte[][] s_bytes = [[0xFF], [0xC3], [0xED, 0xA0, 0xBD], [0], [0xEF, 0xBB, 0xBF], [(byte)'"'], [(byte)'\\'], []];

    /// <summary>Short values that readers stumble over.</summary>
    public static IEnumerable<string> Words => s_values.Where(value => value.Length < 40);

    /// <summary>Breaks a body; each line of data of a stream of events is a document of its own.</summary>
    public static byte[] Break(byte[] body, Random random)
    {
        if (!Encoding.UTF8.GetString(body).StartsWith("data:", StringComparison.Ordinal))
        {
            return BreakDocument(body, random);
        }

        string[] lines = Encoding.UTF8.GetString(body).Split('\n');
        int[] data = [.. Enumerable.Range(0, lines.Length).Where(i => lines[i].StartsWith("data:", StringComparison.Ordinal))];
        int at = data[random.Next(data.Length)];
        byte[] broken = BreakDocument(Encoding.UTF8.GetBytes(lines[at][5..].Trim()), random);
        byte[] before = Encoding.UTF8.GetBytes(string.Concat(lines[..at].Select(line => line + "\n")) + "data: ");
        return [.. before, .. broken, .. Encoding.UTF8.GetBytes("\n" + string.Join('\n', lines[(at + 1)..]))];
    }

    private static byte[] BreakDocument(byte[] body, Random random)
    {
        List<(int Start, int End, bool IsName)> tokens = Tokens(body);
        int way = random.Next(tokens.Count == 0 ? 3 : 10);
        int place = random.Next(body.Length + 1);
        (int start, int end, bool isName) = tokens.Count == 0 ? default : tokens[random.Next(tokens.Count)];
        byte[] value = Encoding.UTF8.GetBytes(s_values[random.Next(s_values.Length)]);
        return way switch
        {
            0 => body[..place],
            1 => [.. body[..place], .. s_bytes[random.Next(s_bytes.Length)], .. body[Math.Min(place + 1, body.Length)..]],
            2 => value,
            // A member twice, or a member under another name.
            _ when isName && way < 7 => [.. body[..end], (byte)':', .. value, (byte)',', .. body[start..]],
            _ when isName => [.. body[..start], .. "\"other\""u8, .. body[end..]],
            _ => [.. body[..start], .. value, .. body[end..]],
        };
    }

    /// <summary>The names and values of a document, containers included.</summary>
    private static List<(int Start, int End, bool IsName)> Tokens(byte[] body)
    {
        var tokens = new List<(int, int, bool)>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(body);
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((int)reader.TokenStartIndex);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        tokens.Add((open.Pop(), (int)reader.BytesConsumed, false));
                        break;
                    case JsonTokenType.PropertyName:
                        // Without the colon after it.
                        tokens.Add(((int)reader.TokenStartIndex, (int)reader.TokenStartIndex + reader.ValueSpan.Length + 2, true));
                        break;
                    default:
                        tokens.Add(((int)reader.TokenStartIndex, (int)reader.BytesConsumed, false));
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON: only its bytes can be broken.
        }

        return tokens;
    }
}
