namespace HfEndpoints.Client.Tests;

/// <summary>The one way a token shows itself: what a server is sent.</summary>
internal static class TokenText
{
    public static async Task<string?> OfAsync(HfToken? token)
    {
        await using var server = new RawServer(RawConnection.Json("""{"name":"alice"}"""));
        await server.Client(options => options with { Token = token }).Hub.WhoAmIAsync();
        string? field = Assert.Single(server.Requests).Authorization;
        if (field is null)
        {
            return null;
        }

        Assert.StartsWith("Bearer ", field, StringComparison.Ordinal);
        return field["Bearer ".Length..];
    }
}
