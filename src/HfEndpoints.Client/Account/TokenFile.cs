namespace HfEndpoints.Client;

/// <summary>Reads the file of a token, which nobody has named in the command that reads it.</summary>
internal static class TokenFile
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The text of a file; null if it does not exist.</summary>
    /// <exception cref="HfException">It can't be read, or is not a file of a token's size.</exception>
    public static string? TryRead(string path)
    {
        try
        {
            return ForeignText.Decode(WholeFile.Read(path, MaxBytes), charset: null);
        }
        catch (HfException exception) when (exception.InnerException is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (HfException exception)
        {
            throw exception.WithAdvice(
                "A token is in a file of its own, whose path can be in HF_TOKEN_PATH; HF_TOKEN and -Token take the token itself.");
        }
    }
}
