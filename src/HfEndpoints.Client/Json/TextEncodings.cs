namespace HfEndpoints.Client;

/// <summary>Finds encodings by PowerShell's names, by their web names, and by code page.</summary>
internal static class TextEncodings
{
    /// <summary>PowerShell's names.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["utf8", "unicode", "bigendianunicode", "utf32", "bigendianutf32", "ascii", "ansi", "oem"];

    /// <summary>Finds an encoding; null if there is none with this name. It throws on invalid bytes instead of guessing.</summary>
    public static Encoding? Find(string? name)
    {
        TextInfo culture = CultureInfo.CurrentCulture.TextInfo;
        string plain = name?.Trim().Trim('"', '\'').ToLowerInvariant() ?? "";
        return plain switch
        {
            "utf8" or "utf8bom" or "utf8nobom" or "utf-8" or "default" => Get("utf-8"),
            "unicode" or "utf16" or "utf-16" or "utf16le" => Get("utf-16"),
            "bigendianunicode" or "utf16be" => Get("utf-16BE"),
            "utf32" or "utf-32" or "utf32le" => Get("utf-32"),
            "bigendianutf32" or "utf32be" => Get("utf-32BE"),
            "ascii" => Get("us-ascii"),

            // The invariant culture has no code page.
            "ansi" => Get(culture.ANSICodePage > 0 ? culture.ANSICodePage : 1252),
            "oem" => Get(culture.OEMCodePage > 0 ? culture.OEMCodePage : 437),
            _ => int.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out int page) ? Get(page) : Get(plain),
        };
    }

    private static Encoding? Get(object nameOrPage)
    {
        foreach (EncodingProvider? provider in (EncodingProvider?[])[null, CodePagesEncodingProvider.Instance])
        {
            try
            {
                Encoding? found = (nameOrPage, provider) switch
                {
                    (int page, null) => Encoding.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
                    (int page, _) => provider.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
                    (string name, null) => Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
                    (string name, _) => provider.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
                    _ => null,
                };
                if (found is not null)
                {
                    return found;
                }
            }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
            {
                // Unknown to this platform, or not an encoding at all.
            }
        }

        return null;
    }
}
