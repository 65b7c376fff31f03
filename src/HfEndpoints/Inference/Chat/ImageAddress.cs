namespace HfEndpoints.Commands;

/// <summary>Makes of an image, given as a file or an address, the address that a message names.</summary>
internal sealed class ImageAddress(Func<string, string> resolvePath)
{
    private static readonly Dictionary<string, string> s_mediaTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".bmp"] = "image/bmp",
        [".tif"] = "image/tiff",
        [".tiff"] = "image/tiff",
        [".avif"] = "image/avif",
    };

    /// <summary>The address: as it is, or with the file's content in it.</summary>
    /// <exception cref="HfException">The file can't be read, or is not an image.</exception>
    public string FromImage(string image)
    {
        if (image.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || image.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || image.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return image;
        }

        if (!s_mediaTypes.TryGetValue(Path.GetExtension(image), out string? mediaType))
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"'{image}' is not a valid image. Use an http, https or data address, or a file whose name ends in "
                + $"{string.Join(", ", s_mediaTypes.Keys)}.");
        }

        byte[] bytes = WholeFile.Read(resolvePath(image), TaskContent.MaxFileBytes);
        return $"data:{mediaType};base64,{Convert.ToBase64String(bytes)}";
    }
}
