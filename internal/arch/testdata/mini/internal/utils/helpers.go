package utils // planted: order names names
