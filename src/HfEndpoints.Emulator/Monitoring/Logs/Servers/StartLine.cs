namespace HfEndpoints.Emulator;

/// <summary>A line of a server's start; <paramref name="At"/> is the part of the start that has passed, 0 to 1.</summary>
internal sealed record StartLine(double At, string Text, string Level = LogLine.DefaultLevel);
