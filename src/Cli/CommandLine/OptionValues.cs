using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace Helios.Cli;

/// <summary>Reads option values; every complaint begins with the option's name.</summary>
internal sealed class OptionValues
{
    private static readonly ParserConfiguration s_configuration = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    private readonly ParseResult _result;

    private OptionValues(ParseResult result) => _result = result;

    /// <summary>Parses options that <see cref="ArgumentSplitter"/> has brought into one spelling.</summary>
    internal static OptionValues Parse(Command verb, ImmutableArray<string> options)
    {
        ParseResult result = verb.Parse(options, s_configuration);
        return result.Errors is [ParseError error, ..] ? throw new CliException(error.Message) : new OptionValues(result);
    }

    /// <summary>Whether the option was given at all.</summary>
    internal bool Has(CliOption option) => _result.GetResult(option) is { Implicit: false };

    /// <summary>Every value, in order.</summary>
    internal IReadOnlyList<string> All(CliOption option) => _result.GetValue(option) ?? [];

    /// <summary>The last value; null when the option was not given.</summary>
    internal string? Last(CliOption option) => All(option) is [.., string last] ? last : null;

    /// <summary>Whether a switch is on.</summary>
    internal bool IsOn(CliOption option)
        => Last(option) switch
        {
            null => Has(option),
            "true" or "1" => true,
            "false" or "0" => false,
            string other => throw new CliException($"{option.Name}: '{other}' is neither true nor false"),
        };

    /// <summary>The last value, converted; null when the option was not given.</summary>
    internal T? Value<T>(CliOption option, Func<string, T> convert)
        where T : struct
        => Last(option) is { } text ? Convert(option, text, convert) : null;

    /// <inheritdoc cref="Value{T}"/>
    internal T? Object<T>(CliOption option, Func<string, T> convert)
        where T : class
        => Last(option) is { } text ? Convert(option, text, convert) : null;

    /// <summary>Every value, converted.</summary>
    internal ImmutableArray<T> Each<T>(CliOption option, Func<string, T> convert)
        => [.. All(option).Select(text => Convert(option, text, convert))];

    /// <summary>The last value when it is one of the option's words; null when the option was not given.</summary>
    internal string? Word(CliOption option)
        => Last(option) is not { } word ? null
            : option.Words.Contains(word) ? word
            : throw new CliException($"{option.Name}: '{word}' is not one of {string.Join(", ", option.Words)}");

    /// <summary>The values of several options in the order of the command line.</summary>
    internal IEnumerable<(CliOption Option, string Value)> InOrder(params CliOption[] options)
    {
        for (int i = 0; i + 1 < _result.Tokens.Count; i++)
        {
            Token name = _result.Tokens[i];
            if (name.Type == TokenType.Option && Array.Find(options, option => option.Name == name.Value) is { } option)
            {
                yield return (option, _result.Tokens[i + 1].Value);
            }
        }
    }

    /// <summary>Converts one text and turns a <see cref="FormatException"/> into the refusal of that option.</summary>
    internal static T Convert<T>(CliOption option, string text, Func<string, T> convert)
    {
        try
        {
            return convert(text);
        }
        catch (FormatException refusal)
        {
            throw new CliException($"{option.Name}: {refusal.Message}");
        }
    }
}
