namespace HfEndpoints.Emulator;

/// <summary>
/// Keeps the pages of other sites, which may be open in the same browser, from the control routes: those need no token.
/// </summary>
internal static class ForeignPages
{
    public const string Refusal = "Control routes are not for the pages of other sites.";

    public static bool Refuses(HttpRequest request) => ControlRoutes.IsControl(request.Path)
        && (!IsHere(request.Host.Host)
            || (request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host}"));

    // A name of another site can be made to lead here.
    private static bool IsHere(string host) => host is "127.0.0.1" or "localhost" or "[::1]";
}
