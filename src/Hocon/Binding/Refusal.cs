namespace Helios.Hocon;

/// <summary>What a converter says of a value it does not take.</summary>
internal static class Refusal
{
    /// <summary>Its own words, when it is the converter's FormatException. The framework's are left out of programs that are compiled ahead.</summary>
    internal static string Of(Exception error) => error is FormatException own ? own.Message : "it is out of range, or not of the form that is wanted";
}
