namespace HfEndpoints.Client;

/// <summary>
/// The settings that Hugging Face tools share in environment variables and files, read as <c>huggingface_hub</c>
/// reads them (its <c>constants.py</c> and <c>utils/_auth.py</c>).
/// </summary>
public sealed partial class HfEnvironment
{
    private static readonly string[] s_on = ["1", "ON", "YES", "TRUE"];
    private readonly Func<string, string?> _variable;

    /// <summary>Reads this process's environment variables.</summary>
    public HfEnvironment()
        : this(Environment.GetEnvironmentVariable)
    {
    }

    /// <summary>Reads variables from elsewhere.</summary>
    /// <param name="variable">Returns the value of a variable, or null.</param>
    public HfEnvironment(Func<string, string?> variable) => _variable = variable;

    /// <summary>The hub: HF_ENDPOINT, or https://huggingface.co.</summary>
    public Uri HubUri => ReadUri("HF_ENDPOINT", "https://huggingface.co");

    /// <summary>The endpoints API: HF_INFERENCE_ENDPOINTS_ENDPOINT, or https://api.endpoints.huggingface.cloud/v2.</summary>
    public Uri EndpointsUri => ReadUri("HF_INFERENCE_ENDPOINTS_ENDPOINT", "https://api.endpoints.huggingface.cloud/v2");

    /// <summary>The catalog: HF_INFERENCE_CATALOG_ENDPOINT, or https://endpoints.huggingface.co/api/catalog.</summary>
    public Uri CatalogUri => ReadUri("HF_INFERENCE_CATALOG_ENDPOINT", "https://endpoints.huggingface.co/api/catalog");

    /// <summary>Whether HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE forbids every request.</summary>
    public bool IsOffline => IsOn("HF_HUB_OFFLINE") || IsOn("TRANSFORMERS_OFFLINE");

    /// <summary>The token's file: HF_TOKEN_PATH, else <c>token</c> in HF_HOME, else in ~/.cache/huggingface.</summary>
    public string TokenPath
    {
        get
        {
            if (Read("HF_TOKEN_PATH") is { } path)
            {
                return Expand(path);
            }

            if (Read("HF_HOME") is { } home)
            {
                return Path.Combine(Expand(home), "token");
            }

            string cache = Read("XDG_CACHE_HOME") is { } xdg ? Expand(xdg) : Path.Combine(HomeFolder, ".cache");
            return Path.Combine(cache, "huggingface", "token");
        }
    }

    private string HomeFolder =>
        Read(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME")
        ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Finds the token: HF_TOKEN, then HUGGING_FACE_HUB_TOKEN, then the token's file.</summary>
    /// <returns>The token; null if there is none or HF_HUB_DISABLE_IMPLICIT_TOKEN is set.</returns>
    /// <exception cref="HfException">The token's file can't be read, or is not a file of a token's size.</exception>
    public HfToken? FindToken()
    {
        if (IsOn("HF_HUB_DISABLE_IMPLICIT_TOKEN"))
        {
            return null;
        }

        foreach (string name in (string[])["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"])
        {
            if (HfToken.FromText(_variable(name), name) is { } token)
            {
                return token;
            }
        }

        string path = TokenPath;
        return HfToken.FromText(TokenFile.TryRead(path), path);
    }

    private string? Read(string name) => _variable(name) is { Length: > 0 } value ? value : null;

    private bool IsOn(string name) => s_on.Contains(_variable(name) ?? "", StringComparer.OrdinalIgnoreCase);

    private Uri ReadUri(string name, string fallback)
    {
        string text = Read(name) ?? fallback;
        return Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? uri
            : throw new HfException(
                HfErrorKind.InvalidRequest,
                $"The environment variable {name} is '{text}', which is not an absolute http or https address.");
    }

    private string Expand(string path)
    {
        string full = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? HomeFolder + path[1..] : path;
        return Variable().Replace(full, match => _variable(match.Groups["name"].Value) ?? match.Value);
    }

    // $NAME, ${NAME} and %NAME%, as in Python's expandvars. A variable that is not set stays as it is.
    [GeneratedRegex("\\$(?<name>\\w+)|\\$\\{(?<name>[^}]+)\\}|%(?<name>\\w+)%", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
