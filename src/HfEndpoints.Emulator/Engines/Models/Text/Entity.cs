namespace HfEndpoints.Emulator.Models;

/// <summary>A word that is part of a name.</summary>
/// <param name="Word">The word.</param>
/// <param name="Index">Its place among the words of the text, from 1, as a tokenizer counts after its start token.</param>
/// <param name="Kind">PER, LOC, ORG or MISC; O for a word that is no name.</param>
/// <param name="Score">How sure this is, from 0 to 1.</param>
internal sealed record Entity(TextSpan Word, int Index, string Kind, double Score);
