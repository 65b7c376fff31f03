namespace HfEndpoints.Commands;

/// <summary>Converts an account to what users see, without the token.</summary>
internal static class ContextConversion
{
    public static HfContext ToOutput(HfConnection connection, WhoAmI account, string scope) => new()
    {
        Name = account.Name,
        Type = account.Type,
        Namespace = connection.ChosenNamespace ?? account.Name,
        Organizations = [.. account.Organizations.Select(organization => organization.Name)],
        TokenName = account.Auth?.AccessToken?.DisplayName,
        TokenRole = account.Auth?.AccessToken?.Role,
        CanPay = account.CanPay,
        ExpiresAt = account.Auth?.ExpiresAt,
        Scope = scope,
        TokenSource = connection.Options.Token?.Source,
        HubUri = connection.Options.HubUri,
        EndpointsUri = connection.Options.EndpointsUri,
        CatalogUri = connection.Options.CatalogUri,
    };
}
