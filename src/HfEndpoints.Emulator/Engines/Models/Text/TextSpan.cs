namespace HfEndpoints.Emulator.Models;

/// <summary>A piece of a text and where it is; the end is outside. Places count characters as Python does, not UTF-16 units.</summary>
internal sealed record TextSpan(string Text, int Start, int End);
