namespace HfEndpoints.Emulator.Models;

/// <summary>A label a classifier gives, with a score from 0 to 1.</summary>
/// <param name="Label">The label.</param>
/// <param name="Score">How well it fits.</param>
public sealed record LabelScore(string Label, double Score);

/// <summary>A piece of a text and where it is; the end is outside. Places count characters as Python does, not UTF-16 units.</summary>
/// <param name="Text">The piece.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">The character after its last.</param>
public sealed record TextSpan(string Text, int Start, int End);

/// <summary>An answer that is a piece of the text asked.</summary>
/// <param name="Span">The piece.</param>
/// <param name="Score">How sure the model is.</param>
public sealed record FoundAnswer(TextSpan Span, double Score);

/// <summary>A word of a text, with the kind of name it is part of.</summary>
/// <param name="Word">The word.</param>
/// <param name="Index">Its place among the words of the text, from 1, as a tokenizer counts after its start token.</param>
/// <param name="Kind">PER, LOC, ORG or MISC; O for a word that is not part of a name.</param>
/// <param name="Score">How sure this is, from 0 to 1.</param>
public sealed record Entity(TextSpan Word, int Index, string Kind, double Score)
{
    /// <summary>The kind of a word that is not part of a name.</summary>
    public const string None = "O";
}

/// <summary>A token of a sparse vector.</summary>
/// <param name="Token">The token's number.</param>
/// <param name="Weight">How much it says about the text.</param>
public sealed record TokenWeight(int Token, float Weight);
