namespace HfEndpoints.Emulator.Models;

/// <summary>A label a classifier gives, with a score from 0 to 1.</summary>
internal sealed record LabelScore(string Label, double Score);
