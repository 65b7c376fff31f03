namespace HfEndpoints.Emulator;

/// <summary>
/// A place in a sorted list: before or after the item with a key. It holds no number, so that a page stays right when
/// endpoints come and go.
/// </summary>
internal sealed record PageCursor(bool IsBefore, string Key)
{
    public static PageCursor After(string key) => new(false, key);
    public static PageCursor Before(string key) => new(true, key);

    /// <summary>Reads what a client got from <see cref="ToString"/>; null when it gave none.</summary>
    public static PageCursor? Parse(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            string base64 = text.Replace('-', '+').Replace('_', '/');
            string value = Encoding.UTF8.GetString(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
            if (value.Length > 1 && value[0] is 'a' or 'b')
            {
                return new PageCursor(value[0] == 'b', value[1..]);
            }
        }
        catch (FormatException)
        {
            // Answered like any other text that is not a cursor.
        }

        throw ServiceException.BadRequest("invalid cursor");
    }

    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes((IsBefore ? 'b' : 'a') + Key))
        .TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
