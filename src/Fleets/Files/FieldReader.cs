using Helios.Contracts;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>Reads the fields of a table from a section of a fleet file. Every fault is noted with its place, every key without a field is one.</summary>
internal static class FieldReader
{
    /// <summary>What the section says over what is there.</summary>
    internal static T Read<T>(Section section, FieldTable<T> table, T owner)
    {
        Dictionary<string, Section?> levels = [];
        foreach (Field<T> row in table.Rows)
        {
            int dot = row.Key.IndexOf('.', StringComparison.Ordinal);
            string name = row.Key[(dot + 1)..];
            Section? level = section;
            if (dot >= 0 && !levels.TryGetValue(row.Key[..dot], out level))
            {
                levels[row.Key[..dot]] = level = section.Sub(row.Key[..dot]);
            }

            if (level?.Value(name) is { } value)
            {
                owner = Set(level, row, name, value, owner);
            }
        }

        foreach (Section? level in levels.Values)
        {
            level?.RefuseTheRest();
        }

        return owner;
    }

    /// <summary>The same, and every range and rule of the table is checked.</summary>
    internal static T ReadChecked<T>(Section section, FieldTable<T> table, T owner)
    {
        owner = Read(section, table, owner);
        foreach (SpecFault fault in table.Check(owner))
        {
            HoconValue? value = section.Value(fault.Field);
            if (!section.IsFaulty(value))
            {
                section.Fault(fault.Field, value, fault.Problem);
            }
        }

        return owner;
    }

    private static T Set<T>(Section section, Field<T> row, string name, HoconValue value, T owner)
    {
        try
        {
            return row.Set(owner, section.Tree(value));
        }
        catch (FormatException fault)
        {
            (HoconValue culprit, string key, string message) = Culprit(section, row, name, value, owner) ?? (value, name, fault.Message);
            section.Fault(key, culprit, message);
            return owner;
        }
    }

    // Of a list or a block the first item that is faulty by itself has the place that helps.
    private static (HoconValue Value, string Key, string Message)? Culprit<T>(Section section, Field<T> row, string name, HoconValue value, T owner)
    {
        IEnumerable<(HoconValue Value, string Key, FieldValue Alone)> items = value switch
        {
            HoconArray list => list.Select(item => (item, name, (FieldValue)new FieldValue.List([section.Tree(item)]))),
            HoconObject block when row.Type.Shape == FieldShape.Block
                => block.Select(field => (field.Value, $"{name}.{field.Key}", (FieldValue)new FieldValue.Block([new(field.Key, section.Tree(field.Value))]))),
            _ => [],
        };
        foreach ((HoconValue item, string key, FieldValue alone) in items)
        {
            try
            {
                row.Set(owner, alone);
            }
            catch (FormatException fault)
            {
                return (item, key, fault.Message);
            }
        }

        return null;
    }
}
