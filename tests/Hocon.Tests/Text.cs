namespace Helios.Hocon.Tests;

/// <summary>Short forms that keep the tests readable. The environment is empty unless a test fills it.</summary>
internal static class Text
{
    internal static HoconOptions Sealed { get; } = new() { Environment = _ => null };

    internal static HoconObject Parse(string text) => HoconParser.Parse(text, Sealed).Root;

    /// <summary>The document as compact JSON.</summary>
    internal static string Json(string text) => HoconParser.Parse(text, Sealed).Value.ToString();

    internal static HoconException Refusal(string text, HoconOptions? options = null) =>
        Assert.Throws<HoconException>(() => HoconParser.Parse(text, options ?? Sealed));
}
