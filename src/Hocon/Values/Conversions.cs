using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Helios.Hocon;

/// <summary>
/// The automatic conversions that the specification allows, and no others: null, objects and lists never become simple values. A fault
/// is a phrase that fits after the path of the setting.
/// </summary>
internal static class Conversions
{
    internal static bool TryString(HoconValue value, out string text, [NotNullWhen(false)] out string? fault)
    {
        if (value is HoconScalar { Kind: not HoconKind.Null } scalar)
        {
            text = scalar.Text;
            fault = null;
            return true;
        }

        text = "";
        fault = WrongKind(value, "a string");
        return false;
    }

    internal static bool TryBoolean(HoconValue value, out bool result, [NotNullWhen(false)] out string? fault)
    {
        result = false;
        fault = null;
        switch (value)
        {
            case HoconScalar { Kind: HoconKind.Boolean or HoconKind.String, Text: "true" or "yes" or "on" }:
                result = true;
                return true;
            case HoconScalar { Kind: HoconKind.Boolean or HoconKind.String, Text: "false" or "no" or "off" }:
                return true;
            case HoconScalar { Kind: HoconKind.Number or HoconKind.String } scalar:
                fault = $"is no boolean: {HoconUnits.Short(scalar.Text)}; write true or false (yes, no, on and off are read too)";
                return false;
            default:
                fault = WrongKind(value, "a boolean");
                return false;
        }
    }

    internal static bool TryLong(HoconValue value, out long result, [NotNullWhen(false)] out string? fault)
    {
        result = 0;
        if (!TryNumberText(value, "a whole number", out string text, out fault))
        {
            return false;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out result))
        {
            return true;
        }

        // 1e3 and 10.0 are whole numbers too.
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact)
            && exact is >= long.MinValue and <= long.MaxValue
            && decimal.Truncate(exact) == exact)
        {
            result = (long)exact;
            return true;
        }

        fault = $"is no whole number between {long.MinValue} and {long.MaxValue}: {text}";
        return false;
    }

    internal static bool TryDouble(HoconValue value, out double result, [NotNullWhen(false)] out string? fault)
    {
        result = 0;
        if (!TryNumberText(value, "a number", out string text, out fault))
        {
            return false;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out result) && double.IsFinite(result))
        {
            return true;
        }

        fault = $"is a number that is too large: {text}";
        return false;
    }

    internal static bool TryDuration(HoconValue value, out TimeSpan duration, [NotNullWhen(false)] out string? fault)
    {
        duration = default;
        return TryQuantity(value, "a duration such as 10s", out string text, out fault)
            && HoconUnits.TryParseDuration(text, out duration, out fault);
    }

    internal static bool TrySize(HoconValue value, out long bytes, out string? binary, [NotNullWhen(false)] out string? fault)
    {
        bytes = 0;
        binary = null;
        return TryQuantity(value, "a size such as 64MiB", out string text, out fault)
            && HoconUnits.TryParseSize(text, out bytes, out binary, out fault);
    }

    internal static bool TryPeriod(HoconValue value, out HoconPeriod period, [NotNullWhen(false)] out string? fault)
    {
        period = default;
        return TryQuantity(value, "a period such as 7d", out string text, out fault)
            && HoconUnits.TryParsePeriod(text, out period, out fault);
    }

    /// <summary>A list as it is, or an object with numeric keys as a list.</summary>
    internal static bool TryList(HoconValue value, out IReadOnlyList<HoconValue> list, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        switch (value)
        {
            case HoconArray array:
                list = array;
                return true;
            case HoconObject numbered when NumericKeys.TryToList(numbered) is { } items:
                list = items;
                return true;
            default:
                list = [];
                fault = WrongKind(value, "a list");
                return false;
        }
    }

    internal static string WrongKind(HoconValue value, string wanted) => value is HoconScalar { Kind: not HoconKind.Null } scalar
        ? $"must be {wanted}, not {Kinds.Name(value.Kind)}: {HoconUnits.Short(scalar.Text)}"
        : $"must be {wanted}, not {Kinds.Name(value.Kind)}";

    private static bool TryNumberText(HoconValue value, string wanted, out string text, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        text = value is HoconScalar scalar ? scalar.Text : "";
        if (value.Kind == HoconKind.Number || (value.Kind == HoconKind.String && Characters.IsNumber(text)))
        {
            return true;
        }

        fault = WrongKind(value, wanted);
        return false;
    }

    private static bool TryQuantity(HoconValue value, string wanted, out string text, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        text = value is HoconScalar scalar ? scalar.Text : "";
        if (value.Kind is HoconKind.Number or HoconKind.String)
        {
            return true;
        }

        fault = WrongKind(value, wanted);
        return false;
    }
}
