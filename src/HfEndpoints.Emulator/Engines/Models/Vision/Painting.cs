namespace HfEndpoints.Emulator.Models;

/// <summary>What to paint, whatever the server's API calls the settings.</summary>
/// <param name="Prompt">Its colours are painted; all else in it decides the shapes.</param>
/// <param name="NegativePrompt">Colours not to use.</param>
/// <param name="Seed">Other seeds give other pictures of the same prompt.</param>
/// <param name="Steps">The fewer, the grainier.</param>
/// <param name="Guidance">How strong the colours of the prompt are against the background; 0 mixes them half and half.</param>
internal sealed record Painting(string Prompt, string NegativePrompt = "", long Seed = 0, int Steps = 50, double Guidance = 7.5);
