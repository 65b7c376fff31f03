namespace HfEndpoints.Emulator.Models;

/// <summary>An answer that is a piece of the text asked.</summary>
internal sealed record FoundAnswer(TextSpan Span, double Score);
