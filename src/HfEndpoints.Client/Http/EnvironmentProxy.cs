namespace HfEndpoints.Client;

/// <summary>The proxy for a request.</summary>
/// <param name="Uri">Its address; null if it can't be used.</param>
/// <param name="Problem">Why it can't be used, as a sentence without its credentials.</param>
internal sealed record ProxyChoice(Uri? Uri, string? Problem);

/// <summary>Reads the proxy variables, as curl and Python do, on every use.</summary>
internal static class EnvironmentProxy
{
    private static readonly string[] s_names = ["https_proxy", "http_proxy", "all_proxy"];

    /// <summary>Whether a variable names a proxy.</summary>
    public static bool IsSet => s_names.Any(name => Read(name) is not null);

    /// <summary>The proxy for an address; null for a direct connection.</summary>
    public static ProxyChoice? Find(Uri target)
    {
        string name = target.Scheme == Uri.UriSchemeHttps ? "https_proxy" : "http_proxy";
        if (Read(name) is null)
        {
            name = "all_proxy";
        }

        return Read(name) is { } text && !IsExcepted(target) ? Parse(name, text) : null;
    }

    /// <summary>The name and password that a variable has for a proxy; null if it has none.</summary>
    public static NetworkCredential? CredentialOf(Uri proxy)
    {
        foreach (string name in s_names)
        {
            if (Read(name) is { } text && Parse(name, text).Uri is { UserInfo.Length: > 0 } found
                && found.Host == proxy.Host && found.Port == proxy.Port)
            {
                string[] parts = found.UserInfo.Split(':', 2);
                return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
            }
        }

        return null;
    }

    private static ProxyChoice Parse(string variable, string text)
    {
        string full = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (!Uri.TryCreate(full, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            return new ProxyChoice(null, $"the variable {variable} does not contain the address of a proxy. Use http://host:port.");
        }

        // The h means that the proxy resolves names, which .NET always does for SOCKS 5.
        string? scheme = uri.Scheme switch
        {
            "http" or "https" or "socks4" or "socks4a" or "socks5" => uri.Scheme,
            "socks5h" => "socks5",
            "socks" => "socks5",
            _ => null,
        };
        if (scheme is null)
        {
            return new ProxyChoice(
                null,
                $"the variable {variable} names a proxy of the kind '{uri.Scheme}', which can't be used. "
                + "Use http, https, socks4a, socks5 or socks5h.");
        }

        int port = uri.IsDefaultPort && uri.Port < 0 ? (scheme.StartsWith("socks", StringComparison.Ordinal) ? 1080 : 80) : uri.Port;
        return new ProxyChoice(new UriBuilder(uri) { Scheme = scheme, Port = port, Path = "", Query = "", Fragment = "" }.Uri, null);
    }

    // Lower case first, as in curl: HTTP_PROXY may come from a request header if this runs as a CGI program.
    private static string? Read(string name)
    {
        string? text = Environment.GetEnvironmentVariable(name);
        if (string.IsNullOrWhiteSpace(text)
            && !(name == "http_proxy" && Environment.GetEnvironmentVariable("GATEWAY_INTERFACE") is not null))
        {
            text = Environment.GetEnvironmentVariable(name.ToUpperInvariant());
        }

        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private static bool IsExcepted(Uri target) => Read("no_proxy") is { } list
        && list.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Any(entry => Fits(target, entry));

    private static bool Fits(Uri target, string entry)
    {
        if (entry == "*")
        {
            return true;
        }

        string host = target.IdnHost.Trim('[', ']');
        if (IPNetwork.TryParse(entry, out IPNetwork network) && IPAddress.TryParse(host, out IPAddress? address))
        {
            return network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address);
        }

        // host:port, but not an IPv6 address.
        if (entry.Count(letter => letter == ':') == 1)
        {
            string[] parts = entry.Split(':');
            if (parts[1] != FormattableString.Invariant($"{target.Port}"))
            {
                return false;
            }

            entry = parts[0];
        }

        string name = entry.TrimStart('*').TrimStart('.').Trim('[', ']').TrimEnd('.');
        return name.Length > 0
            && (host.Equals(name, StringComparison.OrdinalIgnoreCase)
                || (!IPAddress.TryParse(host, out _) && host.EndsWith('.' + name, StringComparison.OrdinalIgnoreCase)));
    }
}
