namespace HfEndpoints.Emulator.Models;

/// <summary>Why an answer ends where it ends.</summary>
internal enum FinishReason
{
    Length,
    EndOfText,
    StopSequence,
}
