namespace HfEndpoints.Client;

/// <summary>The service no longer knows the place at which a log was to be read on.</summary>
internal sealed class ExpiredCursorException(string message, HfException cause)
    : HfException(HfErrorKind.InvalidRequest, message, cause);
