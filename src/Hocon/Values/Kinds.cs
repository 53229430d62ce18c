namespace Helios.Hocon;

/// <summary>The kinds as a message names them.</summary>
internal static class Kinds
{
    internal static string Name(HoconKind kind) => kind switch
    {
        HoconKind.Null => "null",
        HoconKind.Boolean => "a boolean",
        HoconKind.Number => "a number",
        HoconKind.String => "a string",
        HoconKind.Array => "a list",
        _ => "an object",
    };
}
