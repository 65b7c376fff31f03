namespace HfEndpoints.Emulator;

internal static class HubRoutes
{
    private static readonly object[] s_none = [];

    public static void MapHub(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/whoami-v2", WhoAmIAsync);
        routes.MapGet("/api/models", (string? search, int? limit) => HubModels.Search(search ?? "", limit ?? 20));
        routes.MapGet("/api/models/{**repository}", (HttpContext context, string repository, bool? blobs) =>
            HubModels.Find(repository) is { } model
                ? context.AnswerJsonAsync(model.Describe(blobs == true))
                : RefuseAsync(context, 404, "Repository not found"));
        routes.MapGet("/{name}/resolve/{revision}/config.json", ConfigAsync);
        routes.MapGet("/{owner}/{name}/resolve/{revision}/config.json", ConfigAsync);
        routes.MapPost("/api/inference-endpoints/{ns}/auth-check/{permission}", AuthCheckAsync);
        routes.MapPost("/api/inference-endpoints/{ns}/{name}/auth-check/{permission}", AuthCheckAsync);
    }

    private static Task WhoAmIAsync(HttpContext context, AccountDirectory accounts)
    {
        Account user = accounts.User;
        return accounts.Access(context.Request) is not TokenAccess access ? RefuseAsync(context) : context.AnswerJsonAsync(new
        {
            type = "user",
            id = user.Id,
            name = user.Name,
            fullname = Title(user.Name),
            email = $"{user.Name}@example.org",
            emailVerified = true,
            canPay = user.CanPay,
            billingMode = "postpaid",
            periodEnd = (string?)null,
            isPro = false,
            avatarUrl = Avatar(user),
            orgs = accounts.Organizations.Select(Organization),
            auth = new { type = "access_token", accessToken = Token(access.Role) },
        });
    }

    // The files of a gated model are for those whose token says so. A fine-grained one does not, as whoami tells.
    private static Task ConfigAsync(HttpContext context, AccountDirectory accounts, string? owner, string name)
    {
        string repository = owner is null ? name : $"{owner}/{name}";
        HubRepository? model = HubModels.Find(repository);
        return model?.Gated is not null && accounts.Access(context.Request) is not { Role: not "fineGrained" }
            ? accounts.Access(context.Request) is null
                ? RefuseAsync(
                    context,
                    401,
                    $"Access to model {repository} is restricted. You must have access to it and be authenticated to access it. "
                        + "Please log in.")
                : RefuseAsync(
                    context,
                    403,
                    $"Access to model {repository} is restricted and you are not in the authorized list. "
                        + $"Visit https://huggingface.co/{repository} to ask for access.")
            : model?.Config is { } config
            ? context.AnswerJsonAsync(config)
            : RefuseAsync(context, 404, "Entry not found");
    }

    private static Task AuthCheckAsync(HttpContext context, AccountDirectory accounts, string ns, string permission)
    {
        if (permission is not ("read" or "write" or "infer"))
        {
            return RefuseAsync(context, 404, "Sorry, we can't find the page you are looking for.");
        }

        if (accounts.Access(context.Request) is not TokenAccess access)
        {
            return RefuseAsync(context);
        }

        bool allowed = permission switch { "read" => access.CanRead, "write" => access.CanWrite, _ => access.CanInfer };
        if (!allowed || accounts.Member(ns) is not { IsForbidden: false } account)
        {
            string scope = permission == "infer" ? "infer.write" : permission;
            return RefuseAsync(context, 403, $"missing permissions: inference.endpoints.{scope}");
        }

        var user = new { id = accounts.User.Id, name = accounts.User.Name, hasHfLevelAccess = false };
        return context.AnswerJsonAsync(new { @namespace = account.ToJson(), user });
    }

    private static object Organization(Account account) => new
    {
        type = "org",
        id = account.Id,
        name = account.Name,
        fullname = Title(account.Name),
        email = (string?)null,
        canPay = account.CanPay,
        billingMode = "postpaid",
        periodEnd = (string?)null,
        avatarUrl = Avatar(account),
        plan = "team",
        roleInOrg = "admin",
        securityRestrictions = s_none,
        resourceGroups = s_none,
    };

    private static object Token(string role)
    {
        const string Created = "2024-01-01T00:00:00.000Z";
        var scopes = new { scoped = s_none, canReadGatedRepos = false };
        return role == "fineGrained"
            ? new { displayName = "emulator", role, createdAt = Created, fineGrained = scopes }
            : new { displayName = "emulator", role, createdAt = Created };
    }

    private static Task RefuseAsync(HttpContext context, int status = 401, string error = "Invalid username or password.") =>
        context.AnswerJsonAsync(new { error }, status);

    private static string Avatar(Account account) => $"https://huggingface.co/avatars/{account.Id}.svg";
    private static string Title(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
