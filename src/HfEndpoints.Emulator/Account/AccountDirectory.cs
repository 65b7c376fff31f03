namespace HfEndpoints.Emulator;

/// <summary>Who a request comes from and what it may touch.</summary>
internal sealed class AccountDirectory
{
    private readonly HashSet<string> _tokens;
    private readonly RandomSource _random;

    public AccountDirectory(EmulatorOptions options, RandomSource random)
    {
        _random = random;
        _tokens = [.. options.Tokens];
        User = new Account(random.ObjectId("user", options.User), options.User);
        Organizations = [.. options.Organizations.Select(name => new Account(random.ObjectId("org", name), name))];
    }

    public Account User { get; }
    public IReadOnlyList<Account> Organizations { get; }

    public Account? Member(string owner) =>
        User.Name == owner ? User : Organizations.FirstOrDefault(organization => organization.Name == owner);

    public Account Namespace(string name) => Member(name) ?? new Account(_random.ObjectId("org", name), name);

    /// <summary>What the request's token may do; null without a token or with one that is not known.</summary>
    public TokenAccess? Access(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string token = header["Bearer ".Length..].Trim();
        return token.Length > 0 && (_tokens.Count == 0 || _tokens.Contains(token)) ? TokenAccess.For(token) : null;
    }

    /// <summary>Refuses a management request that lacks a token, the permission or the membership.</summary>
    public Account Authorize(HttpRequest request, string owner, bool write)
    {
        TokenAccess access = Access(request) ?? throw ServiceException.Unauthorized("invalid or missing token");
        if (Member(owner) is not Account account)
        {
            throw ServiceException.Forbidden($"user '{User.Name}' has no access to namespace '{owner}'");
        }

        Refuse.If(
            account.IsForbidden || (write ? !access.CanWrite : !access.CanRead),
            () => ServiceException.Forbidden($"missing permissions: inference.endpoints.{(write ? "write" : "read")}"));
        return account;
    }
}

/// <summary>A user or an organization.</summary>
internal sealed record Account(string Id, string Name)
{
    /// <summary>Namespaces whose name begins with "unpaid" have no payment method, so that a refusal can be tested.</summary>
    public bool CanPay => !Name.StartsWith("unpaid", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Namespaces whose name begins with "forbidden" let their members do nothing, as when a token is not meant for them.
    /// </summary>
    public bool IsForbidden => Name.StartsWith("forbidden", StringComparison.OrdinalIgnoreCase);
    public object ToJson() => new { id = Id, name = Name };
}

/// <summary>What an accepted token may do. The beginning of the token decides, so that refusals can be tested.</summary>
internal sealed record TokenAccess(string Role, bool CanRead, bool CanWrite, bool CanInfer)
{
    public static TokenAccess For(string token) => token switch
    {
        _ when token.StartsWith("hf_read", StringComparison.Ordinal) => new("read", true, false, true),
        _ when token.StartsWith("hf_noinfer", StringComparison.Ordinal) => new("fineGrained", true, true, false),
        _ when token.StartsWith("hf_infer", StringComparison.Ordinal) => new("fineGrained", false, false, true),
        _ => new("write", true, true, true),
    };
}
