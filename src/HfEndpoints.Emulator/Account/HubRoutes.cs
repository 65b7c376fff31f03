namespace HfEndpoints.Emulator;

internal static class HubRoutes
{
    private const string AuthCheck = "/api/inference-endpoints/{ns}/auth-check/{permission}";
    private const string EndpointAuthCheck = "/api/inference-endpoints/{ns}/{name}/auth-check/{permission}";

    public static void MapHub(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/whoami-v2", WhoAmIAsync);
        routes.MapPost(AuthCheck, AuthCheckAsync);
        routes.MapPost(EndpointAuthCheck, AuthCheckAsync);
    }

    private static Task WhoAmIAsync(HttpContext context, AccountDirectory accounts)
    {
        if (accounts.Access(context.Request) is not TokenAccess access)
        {
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "Invalid username or password.");
        }

        return context.AnswerJsonAsync(new JsonObject
        {
            ["type"] = "user",
            ["id"] = accounts.User.Id,
            ["name"] = accounts.User.Name,
            ["fullname"] = Title(accounts.User.Name),
            ["email"] = $"{accounts.User.Name}@example.org",
            ["emailVerified"] = true,
            ["canPay"] = accounts.User.CanPay,
            ["billingMode"] = "postpaid",
            ["periodEnd"] = null,
            ["isPro"] = false,
            ["avatarUrl"] = Avatar(accounts.User),
            ["orgs"] = new JsonArray([.. accounts.Organizations.Select(Organization)]),
            ["auth"] = Auth(access),
        });
    }

    private static Task AuthCheckAsync(HttpContext context, AccountDirectory accounts, string ns, string permission)
    {
        if (permission is not ("read" or "write" or "infer"))
        {
            return RefuseAsync(context, StatusCodes.Status404NotFound, "Sorry, we can't find the page you are looking for.");
        }

        if (accounts.Access(context.Request) is not TokenAccess access)
        {
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "Invalid username or password.");
        }

        bool allowed = permission switch { "read" => access.CanRead, "write" => access.CanWrite, _ => access.CanInfer };
        if (!allowed || accounts.Member(ns) is not { IsForbidden: false } account)
        {
            string scope = permission == "infer" ? "infer.write" : permission;
            return RefuseAsync(context, StatusCodes.Status403Forbidden, $"missing permissions: inference.endpoints.{scope}");
        }

        JsonObject user = accounts.User.ToJson();
        user["hasHfLevelAccess"] = false;
        return context.AnswerJsonAsync(new JsonObject { ["namespace"] = account.ToJson(), ["user"] = user });
    }

    private static JsonObject Organization(Account account) => new()
    {
        ["type"] = "org",
        ["id"] = account.Id,
        ["name"] = account.Name,
        ["fullname"] = Title(account.Name),
        ["email"] = null,
        ["canPay"] = account.CanPay,
        ["billingMode"] = "postpaid",
        ["periodEnd"] = null,
        ["avatarUrl"] = Avatar(account),
        ["plan"] = "team",
        ["roleInOrg"] = "admin",
        ["securityRestrictions"] = new JsonArray(),
        ["resourceGroups"] = new JsonArray(),
    };

    private static JsonObject Auth(TokenAccess access)
    {
        var token = new JsonObject { ["displayName"] = "emulator", ["role"] = access.Role, ["createdAt"] = "2024-01-01T00:00:00.000Z" };
        if (access.Role == "fineGrained")
        {
            token["fineGrained"] = new JsonObject { ["scoped"] = new JsonArray(), ["canReadGatedRepos"] = false };
        }

        return new JsonObject { ["type"] = "access_token", ["accessToken"] = token };
    }

    private static Task RefuseAsync(HttpContext context, int status, string error) =>
        context.AnswerJsonAsync(new JsonObject { ["error"] = error }, status);

    private static string Avatar(Account account) => $"https://huggingface.co/avatars/{account.Id}.svg";
    private static string Title(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
