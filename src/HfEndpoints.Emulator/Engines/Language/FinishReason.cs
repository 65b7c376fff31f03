namespace HfEndpoints.Emulator.Serving.Language;

/// <summary>Why an answer ends where it ends.</summary>
internal enum FinishReason
{
    Length,
    EndOfText,
    StopSequence,
}
