namespace HfEndpoints.Emulator.Engines;

/// <summary>What is wrong with a field of a request.</summary>
internal enum FieldProblem
{
    Missing,
    NotText,
    NotInteger,
    NotNumber,
    NotFlag,
    NotObject,
    NotList,
}
