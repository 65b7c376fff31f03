using System.Net;
using System.Text;
using System.Text.Json;

namespace HfEndpoints.Client.Tests;

/// <summary>The ways in which a server may write a text that it was sent.</summary>
internal static class Spellings
{
    private static readonly Dictionary<string, Func<string, string>> s_all = new()
    {
        ["plain"] = text => text,
        ["percent"] = Uri.EscapeDataString,
        ["percent of all"] = text => string.Concat(Encoding.UTF8.GetBytes(text).Select(value => $"%{value:x2}")),
        ["percent twice"] = text => Uri.EscapeDataString(Uri.EscapeDataString(text)),
        ["form"] = text => WebUtility.UrlEncode(text),
        ["json"] = text => JsonSerializer.Serialize(text)[1..^1],
        ["json of all"] = text => string.Concat(text.Select(unit => $"\\u{(int)unit:X4}")),
        ["json with slashes"] = text => JsonSerializer.Serialize(text)[1..^1].Replace("/", "\\/", StringComparison.Ordinal),
        ["json in json"] = text => JsonSerializer.Serialize(JsonSerializer.Serialize(text)[1..^1])[1..^1],
        ["html"] = WebUtility.HtmlEncode,
        ["base64"] = text => Base64("", text),
        ["base64 after one"] = text => Base64("a", text),
        ["base64 after two"] = text => Base64("user:", text),
        ["base64 of a header"] = text => Base64("Authorization: Bearer ", text),
        ["base64url"] = text => Base64("x", text).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        ["percent of base64"] = text => Uri.EscapeDataString(Base64("ab", text)),
        ["cut"] = text => text[..12] + "...",
    };

    public static TheoryData<string> Names => [.. s_all.Keys];

    public static string Write(string name, string text) => s_all[name](text);

    /// <summary>Asserts that no spelling of a secret is in a text, nor a part of one.</summary>
    public static void AssertNone(string secret, string? text)
    {
        foreach ((string name, Func<string, string> write) in s_all.Where(spelling => spelling.Key != "cut"))
        {
            // The characters of base64 at the ends depend on what is beside the secret.
            string form = name.Contains("base64", StringComparison.Ordinal) ? Core(name, secret) : write(secret);
            for (int start = 0; start + Part(name) <= form.Length; start++)
            {
                string part = form.Substring(start, Part(name));
                Assert.False(text?.Contains(part, StringComparison.Ordinal) == true, $"'{part}' ({name}) is in: {text}");
            }
        }
    }

    // As much as eight characters of the secret take.
    private static int Part(string name) => name switch
    {
        "percent of all" => 24,
        "json of all" => 48,
        _ when name.StartsWith("base64", StringComparison.Ordinal) => 10,
        _ => 8,
    };

    private static string Core(string name, string secret)
    {
        string one = Write(name, secret);
        string other = Write(name, secret + "~~~");
        return string.Concat(one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)) is var same
            && same.Length > 30 ? same[^24..] : same;
    }

    private static string Base64(string before, string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(before + text));
}
