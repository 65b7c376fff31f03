namespace HfEndpoints.Emulator.Models;

/// <summary>Cuts a text to a number of tokens.</summary>
internal static class WordLimit
{
    public static string Cut(string text, int? tokens) => tokens is int limit ? string.Concat(Tokenizer.Split(text).Take(limit)) : text;
}
