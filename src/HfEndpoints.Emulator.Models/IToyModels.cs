namespace HfEndpoints.Emulator.Models;

/// <summary>
/// The small models that answer for the emulated servers. They are quick, need no file to be downloaded, and give the same answer
/// to the same input, parameters and seed in every process.
/// </summary>
public interface IToyModels
{
    /// <summary>The length of a vector.</summary>
    int Dimensions { get; }

    /// <summary>The topics that texts are classified by.</summary>
    IReadOnlyList<string> Topics { get; }

    /// <summary>The names of the languages that texts are translated between.</summary>
    IReadOnlyCollection<string> Languages { get; }

    /// <summary>Cuts a text into tokens, which put together are the text again.</summary>
    IReadOnlyList<string> Tokenize(string text);

    /// <summary>A token's number.</summary>
    int TokenId(string token);

    /// <summary>The text that tokens with these numbers make.</summary>
    string Detokenize(IEnumerable<int> ids);

    /// <summary>Continues a prompt.</summary>
    Generation Generate(GenerationOptions options);

    /// <summary>Writes a value that fits a JSON Schema.</summary>
    /// <exception cref="ArgumentException">The schema is not a valid one.</exception>
    JsonNode? WriteJson(JsonNode schema, long seed, string prompt);

    /// <summary>The vector of a text; texts about the same have vectors near each other.</summary>
    float[] Embed(string text, bool normalize = true);

    /// <summary>A vector's direction with length 1; also after cutting a vector to fewer dimensions.</summary>
    float[] Normalize(ReadOnlySpan<float> vector);

    /// <summary>The tokens of a text and their synonyms with weights, by their numbers.</summary>
    IReadOnlyList<TokenWeight> EmbedSparsely(string text);

    /// <summary>How near two texts are in meaning, by the cosine of their vectors.</summary>
    double Similarity(string first, string second);

    /// <summary>How well a text answers a query: a logit, above 0 for what fits.</summary>
    double Rank(string query, string text);

    /// <summary>The same as a score from 0 to 1.</summary>
    double Score(string query, string text);

    /// <summary>The words of a text in lower case, with endings taken off.</summary>
    IReadOnlyList<string> Stems(string text);

    /// <summary>
    /// Labels of a text, the best first: its language or topic when the model's name speaks of these, else its sentiment.
    /// </summary>
    IReadOnlyList<LabelScore> Classify(string repository, string text);

    /// <summary>How well a label fits a text by itself, from 0 to 1.</summary>
    double Fit(string text, string label);

    /// <summary>Pieces of a text that answer a question, the best first.</summary>
    IReadOnlyList<FoundAnswer> FindAnswers(string question, string context, int maxWords);

    /// <summary>Every word of a text with the kind of name it is part of.</summary>
    IReadOnlyList<Entity> FindNames(string text);

    /// <summary>Words that fit between two texts, the best first; of a few if these are given.</summary>
    IReadOnlyList<LabelScore> FillGap(string before, string after, IReadOnlyList<string>? targets);

    /// <summary>A text's most telling sentences.</summary>
    string Summarize(string text, int minWords, int maxWords);

    /// <summary>The short name of a language by any of its names, or null.</summary>
    string? FindLanguage(string name);

    /// <summary>Translates word by word; words that are not known stay as they are.</summary>
    string Translate(string text, string from, string to);

    /// <summary>The cells of a table that answer a question.</summary>
    TableAnswer AskTable(DataTable table, string question);

    /// <summary>A class for each row of a table.</summary>
    IReadOnlyList<int> ClassifyRows(DataTable table);

    /// <summary>A number for each row of a table.</summary>
    IReadOnlyList<double> PredictRows(DataTable table);

    /// <summary>The words of a text and where they are.</summary>
    IReadOnlyList<TextSpan> FindWords(string text);

    /// <summary>The sentences of a text and where they are.</summary>
    IReadOnlyList<TextSpan> FindSentences(string text);

    /// <summary>The piece of a text from one span's start to another's end.</summary>
    TextSpan Join(string text, TextSpan first, TextSpan last);

    /// <summary>A text cut to a number of tokens; null leaves it whole.</summary>
    string Limit(string text, int? tokens);

    /// <summary>The recording in a sound file, or null when the bytes are not one.</summary>
    SoundClip? ReadSound(byte[] bytes);

    /// <summary>The text in a recording.</summary>
    string Hear(SoundClip clip, byte[] bytes);

    /// <summary>Speaks a text in tones.</summary>
    SoundClip Speak(string text);

    /// <summary>A recording as a WAV file.</summary>
    byte[] WriteWav(SoundClip clip);

    /// <summary>Reads a picture.</summary>
    /// <exception cref="ImageException">The file is not a picture, or damaged.</exception>
    RasterImage ReadImage(byte[] bytes);

    /// <summary>Paints a picture from a text, or one of a film from it.</summary>
    /// <param name="painting">What to paint.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="time">The share of the film that has passed, from 0 to 1.</param>
    RasterImage Paint(Painting painting, int width, int height, double time = 0);

    /// <summary>The colours that a text speaks of, each once, in its order.</summary>
    IReadOnlyList<string> ColoursIn(string text);

    /// <summary>A colour by its name.</summary>
    (byte R, byte G, byte B) Colour(string name);

    /// <summary>A picture as a PNG file.</summary>
    byte[] WritePng(RasterImage image);

    /// <summary>A mask of one byte a pixel as a PNG file.</summary>
    byte[] WriteMask(int width, int height, byte[] pixels);

    /// <summary>Pictures as a film: an AVI file of uncompressed frames.</summary>
    byte[] WriteFilm(IReadOnlyList<RasterImage> frames, int framesPerSecond);
}
